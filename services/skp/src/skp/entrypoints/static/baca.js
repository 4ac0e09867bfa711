// The reader: printing is the browser's own, the button only names it.
const tombol = document.querySelector("[data-cetak]");
if (tombol) {
  tombol.hidden = false;
  tombol.addEventListener("click", () => window.print());
}
