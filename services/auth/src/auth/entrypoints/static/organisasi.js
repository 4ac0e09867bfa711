// Searching as one types, choosing a person, opening branches of the unit tree. Without it every form and link does the same by a page.
import { suara } from "/statis/kinerja.js";

const JEDA = 250;

/** The fragment at an address as text; null when it could not be had or a newer request overtook this one. */
function pengambil() {
  let berjalan = null;
  return async (alamat) => {
    berjalan?.abort();
    berjalan = new AbortController();
    try {
      const jawab = await fetch(alamat, { signal: berjalan.signal, headers: { Accept: "text/html" } });
      return jawab.ok && !jawab.redirected ? await jawab.text() : null;
    } catch {
      return null;
    }
  };
}

const pasang = (tempat, html) => tempat.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);

function tunda(kerja) {
  let nanti = 0;
  return () => {
    clearTimeout(nanti);
    nanti = setTimeout(kerja, JEDA);
  };
}

for (const formulir of document.querySelectorAll("form[data-cari-langsung]")) {
  const tempat = document.getElementById(formulir.dataset.cariLangsung);
  const ambil = pengambil();
  const cari = async () => {
    const isi = new URLSearchParams([...new FormData(formulir)].filter(([, nilai]) => nilai));
    const html = await ambil(`${formulir.action}?${isi}&potongan=1`);
    if (html === null) return;
    pasang(tempat, html);
    history.replaceState(null, "", isi.size ? `?${isi}` : location.pathname);
    const banyak = tempat.querySelectorAll("tbody tr").length;
    suara(banyak ? `${banyak} pegawai ditampilkan` : "Tidak ada yang cocok");
  };
  formulir.addEventListener("input", tunda(cari));
}

for (const formulir of document.querySelectorAll("form[data-cari-calon]")) {
  const tempat = document.getElementById(formulir.dataset.cariCalon);
  const { nama, kecuali } = formulir.dataset;
  const isian = formulir.querySelector("input[name=cari]");
  const ambil = pengambil();
  const cari = async () => {
    const html = await ambil(`/auth/atasan/calon?${new URLSearchParams({ cari: isian.value, nama, kecuali })}`);
    if (html !== null) pasang(tempat, html);
  };
  formulir.addEventListener("input", tunda(cari));
  formulir.addEventListener("submit", (kejadian) => {
    kejadian.preventDefault();
    cari();
  });
}

const pohon = document.querySelector("[data-pohon]");
pohon?.addEventListener("click", async (kejadian) => {
  const tombol = kejadian.target.closest("[data-buka-cabang]");
  if (!tombol) return;
  kejadian.preventDefault();
  const simpul = tombol.closest("li");
  const ada = simpul.querySelector(":scope > ul");
  if (ada) {
    ada.hidden = !ada.hidden;
    tombol.setAttribute("aria-expanded", String(!ada.hidden));
    return;
  }
  const tanggal = pohon.dataset.pohon;
  const html = await pengambil()(`/auth/unor/${simpul.dataset.unit}/anak${tanggal ? `?tanggal=${tanggal}` : ""}`);
  if (html === null) {
    location.assign(tombol.href);
    return;
  }
  const daftar = document.createElement("ul");
  daftar.className = "k-daftar auth-cabang";
  pasang(daftar, html);
  simpul.append(daftar);
  tombol.setAttribute("aria-expanded", "true");
  suara(`${daftar.children.length} unit dibuka`);
});
