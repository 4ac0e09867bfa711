// Whether the year's periods are open is known to another service: it is asked from here. Without this file the link beside it says the same.
const daftar = document.querySelector("[data-periode]");

if (daftar) {
  try {
    const jawab = await fetch(`/skp/api/v1/periode?tahun=${daftar.dataset.periode}`, { headers: { Accept: "application/json" } });
    if (jawab.ok) {
      const banyak = (await jawab.json()).data.length;
      const teks = daftar.querySelector("[data-teks]");
      daftar.querySelector("[data-keadaan]").hidden = true;
      daftar.querySelector(banyak ? "[data-beres]" : "[data-belum]").hidden = false;
      teks.textContent = banyak ? `${banyak} periode sudah dibuka.` : teks.dataset.teksBelum;
      const judul = banyak ? daftar.dataset.judulSiap : daftar.dataset.judulBuka;
      if (judul) document.querySelector("h1").textContent = judul;
      const buka = document.querySelector("[data-buka]");
      if (buka && banyak) buka.hidden = true;
    }
  } catch {
    // the plain text stays
  }
}
