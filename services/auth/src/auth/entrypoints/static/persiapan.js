// Whether the year's periods are open is known to another service: it is asked from here. Without this file the link beside it says the same.
const butir = document.querySelector("[data-periode]");

if (butir) {
  try {
    const jawab = await fetch(`/skp/api/v1/periode?tahun=${butir.dataset.periode}`, { headers: { Accept: "application/json" } });
    if (jawab.ok) {
      const banyak = (await jawab.json()).data.length;
      butir.querySelector("[data-keadaan]").hidden = true;
      butir.querySelector(banyak ? "[data-beres]" : "[data-belum]").hidden = false;
      butir.querySelector("[data-teks]").textContent = banyak ? `${banyak} periode sudah dibuka.` : "Belum dibuka. Pegawai belum dapat menyusun SKP.";
    }
  } catch {
    // the plain text stays
  }
}
