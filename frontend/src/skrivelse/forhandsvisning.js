// PDF:en bredvid texten, när det finns plats. Den görs om när något har sparats; den gamla står
// kvar tills den nya är ritad, på samma ställe i dokumentet.

const BRED = "(width >= 75rem)";
const NYCKEL = "forhandsvisning";

export function aktiveraFörhandsvisning(rot, formulär, harOsparat) {
  const knapp = document.querySelector("[data-visa-pdf]");
  const plats = rot.querySelector("[data-pdf-plats]");
  const läge = rot.querySelector("[data-pdf-lage]");
  const spalter = rot.closest(".spalter");
  const bred = matchMedia(BRED);
  let visas = null;
  let arbetar = false;
  let igen = false;

  const öppen = () => !rot.hidden;

  function ritad(ram) {
    return new Promise((klar) => {
      const pröva = () => {
        const visare = ram.contentDocument?.querySelector("[data-pdf]");
        const fel = visare?.querySelector("[data-fel]");
        if (!ram.isConnected || (visare && ("klar" in visare.dataset || !fel.hidden))) klar();
        else setTimeout(pröva, 100);
      };
      ram.addEventListener("load", pröva, { once: true });
      ram.addEventListener("error", klar, { once: true });
    });
  }

  async function hämta() {
    if (!öppen()) return;
    if (arbetar) {
      igen = true;
      return;
    }
    arbetar = true;
    läge.textContent = "PDF:en görs om …";
    const ram = document.createElement("iframe");
    ram.title = "Skrivelsen som PDF";
    ram.className = "forhandsvisning__ram";
    ram.src = rot.dataset.adress;
    if (visas) ram.classList.add("forhandsvisning__ram--vantar");
    plats.append(ram);
    await ritad(ram);
    if (visas?.isConnected) {
      const där = visas.contentWindow.scrollY;
      ram.contentWindow.scrollTo(0, där);
      visas.remove();
    }
    ram.classList.remove("forhandsvisning__ram--vantar");
    visas = ram;
    läge.textContent = "Visar det som är sparat.";
    arbetar = false;
    if (igen) {
      igen = false;
      hämta();
    }
  }

  function visa(ska) {
    rot.hidden = !ska;
    spalter.classList.toggle("spalter--pdf", ska);
    knapp.setAttribute("aria-pressed", String(ska));
    if (ska && harOsparat()) {
      // Det som just skrevs ska synas: PDF:en hämtas när det är sparat.
      läge.textContent = "Väntar på att texten sparas.";
      formulär.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (ska) hämta();
    else {
      visas = null;
      plats.replaceChildren();
    }
  }

  const minns = () => sessionStorage.getItem(NYCKEL) === "ja";

  knapp.hidden = !bred.matches;
  knapp.addEventListener("click", () => {
    const ska = !öppen();
    sessionStorage.setItem(NYCKEL, ska ? "ja" : "nej");
    visa(ska);
  });
  rot.querySelector("[data-stang-pdf]").addEventListener("click", () => {
    sessionStorage.setItem(NYCKEL, "nej");
    visa(false);
    knapp.focus();
  });
  bred.addEventListener("change", () => {
    knapp.hidden = !bred.matches;
    visa(bred.matches && minns());
  });
  if (bred.matches && minns()) visa(true);

  return { hämta };
}
