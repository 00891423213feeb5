// Says that the line is gone, and that what is typed stays on the device.
import { one } from "./dom.js";

const banner = one("verbinding");
function show() {
  if (banner) banner.textContent = navigator.onLine ? "" : banner.dataset.offline;
}
addEventListener("online", show);
addEventListener("offline", show);
show();
