// Keys of the lists: J opens the first person who waits, S goes to the button that fixes what is ticked (Enter presses it).

import { bolehPintasan } from "/statis/kinerja.js";

document.addEventListener("keydown", (e) => {
  if (!bolehPintasan(e)) return;
  const kunci = e.key.toLowerCase(), mulai = document.querySelector("[data-mulai]"), tetapkan = document.querySelector("[data-tetapkan]");
  if (kunci === "j" && mulai) location.assign(mulai.href);
  else if (kunci === "s" && tetapkan) tetapkan.focus();
  else return;
  e.preventDefault();
});

document.addEventListener("change", (e) => {
  const jumlah = e.target.form?.querySelector("[data-terpilih]");
  if (jumlah) jumlah.textContent = e.target.form.querySelectorAll("input[name=pilih]:checked").length;
});
