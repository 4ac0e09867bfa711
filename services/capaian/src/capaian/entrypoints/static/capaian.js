// The daily log and the report page, made quicker. Without this file every link loads its form and every button posts.

const form = document.getElementById("catat");

if (form) {
  const rhk = form.elements.rhk_id;
  const luar = document.getElementById("luar");
  const tampilkanLuar = () => (luar.hidden = rhk.value !== "luar");

  const isiSatuan = () => {
    const satuan = rhk.selectedOptions[0]?.dataset.satuan;
    if (satuan && !form.elements.satuan.value) form.elements.satuan.value = satuan;
  };

  const pilih = (nilai) => {
    rhk.value = nilai;
    form.elements.satuan.value = "";
    isiSatuan();
    tampilkanLuar();
    (nilai === "luar" ? form.elements.di_luar_skp : form.elements.uraian).focus();
  };

  document.addEventListener("click", (kejadian) => {
    const tombol = kejadian.target.closest("a[data-rhk]");
    if (!tombol) return;
    kejadian.preventDefault();
    pilih(tombol.dataset.rhk);
  });

  form.querySelectorAll("[data-langkah]").forEach((tombol) =>
    tombol.addEventListener("click", () => {
      const kini = Number(form.elements.kuantitas.value.replaceAll(".", "").replace(",", ".")) || 0;
      const baru = Math.max(0, kini + Number(tombol.dataset.langkah));
      form.elements.kuantitas.value = String(Math.round(baru * 10000) / 10000).replace(".", ",");
    }),
  );

  rhk.addEventListener("change", () => {
    isiSatuan();
    tampilkanLuar();
  });
  form.addEventListener("reset", () => setTimeout(tampilkanLuar));
  tampilkanLuar();
}

// Leaving a report with unsaved input asks once.
const isian = document.getElementById("isian");
if (isian) {
  let berubah = false;
  isian.addEventListener("input", () => (berubah = true));
  isian.addEventListener("submit", () => (berubah = false));
  window.addEventListener("beforeunload", (kejadian) => berubah && kejadian.preventDefault());
}
