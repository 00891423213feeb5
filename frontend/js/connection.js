// Says that the line is gone, or that the service saves nothing now, and that what is typed stays on
// the device: not where only the page holds it (of a visitor, and what keep.js keeps on the server).
import { all, one } from "./dom.js";

const banner = one("verbinding");
function show() {
  const kept = document.body.dataset.reader && !all("textarea[data-keep]").length;
  const { offline, offlineHere } = banner?.dataset ?? {};
  if (banner) banner.textContent = navigator.onLine ? "" : kept ? offline : offlineHere;
}
document.addEventListener("loket:unsaved", () => {
  if (banner && navigator.onLine) banner.textContent = banner.dataset.unsaved;
});
for (const name of ["loket:saved", "loket:kept"]) document.addEventListener(name, show);
addEventListener("online", show);
addEventListener("offline", show);
show();
