// A text in a few signs, made as core/likeness.py makes it: without spaces, line ends and
// what nobody sees, its length in bytes and its sum (CRC-32).

const UNSEEN = /[\s\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]+/gu;
const LONGEST = 20000;

export function digest(text) {
  const ink = [...text.replace(UNSEEN, "")].slice(0, LONGEST).join("");
  const data = new TextEncoder().encode(ink);
  let sum = -1;
  for (const byte of data) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return `${data.length}-${(~sum >>> 0).toString(16)}`;
}
