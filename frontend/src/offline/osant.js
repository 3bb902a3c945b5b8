// De anteckningar som väntar på nätet, i sidan där de hör hemma.
import * as lager from "./lager.js";

function stycke(text, klass = "") {
  const ut = document.createElement("p");
  ut.className = klass;
  ut.textContent = text;
  return ut;
}

function länk(text, adress) {
  const ut = document.createElement("a");
  ut.className = "ds-link";
  ut.href = adress;
  ut.textContent = text;
  return ut;
}

// `rot` när pappret är någon annanstans än här.
function rad(väntande, när, rot) {
  const { fält, fel, nyckel, möte } = väntande;
  const ut = document.createElement("li");
  ut.className = "lasrum__anteckning";
  ut.dataset.vantar = nyckel;
  if (fält.citat) {
    ut.append(stycke(`”${fält.citat.trim()}”`, "lasrum__citat"));
    ut.dataset.sida = fält.sida;
    ut.dataset.citat = fält.citat;
  }
  if (fält.text) ut.append(stycke(fält.text));
  const läge = fel ? `Inte skickad: ${fel}` : "Skickas när nätet är tillbaka.";
  const sist = stycke(`Sida ${fält.sida}. ${läge}`, "dampad");
  if (rot) {
    const pappret = `${rot}${möte}/${fält.punkt}/${fält.marke}/#sida-${fält.sida}`;
    sist.append(" ", länk("Till pappret", pappret));
  }
  ut.append(sist);
  if (fel) {
    const knapp = document.createElement("button");
    knapp.type = "button";
    knapp.className = "ds-button";
    Object.assign(knapp.dataset, { variant: "tertiary", color: "danger", size: "sm" });
    knapp.textContent = "Ta bort anteckningen från enheten";
    knapp.addEventListener("click", async () => {
      await lager.skickad(nyckel);
      när();
    });
    ut.append(knapp);
  }
  return ut;
}

function lista(rader, när, rot) {
  const ut = document.createElement("ul");
  ut.className = "lasrum__anteckningar";
  ut.setAttribute("aria-label", "Anteckningar som inte är skickade");
  ut.append(...rader.map((r) => rad(r, när, rot)));
  ut.dataset.osanda = "";
  return ut;
}

// `punkt` och `marke` när sidan är ett papper: då hamnar de på sin sida i det.
export async function rita({ möte, punkt, marke, rot }) {
  for (const gammal of document.querySelectorAll("[data-osanda]")) gammal.remove();
  const igen = () => rita({ möte, punkt, marke, rot });
  const alla = await lager.väntande(möte);
  const ruta = document.querySelector("[data-osant]");
  if (ruta) {
    ruta.hidden = !alla.length;
    if (alla.length) {
      const rubrik = stycke("Anteckningar som inte är skickade");
      rubrik.dataset.osanda = "";
      ruta.append(rubrik, lista(alla, igen, rot));
    }
  }
  const inga = document.querySelector("[data-inga-anteckningar]");
  if (inga) inga.hidden = Boolean(alla.length);
  if (!punkt) return;
  const här = alla.filter((r) => r.fält.punkt === punkt && r.fält.marke === marke);
  for (const väntande of här) {
    const sidan = document.getElementById(`sida-${väntande.fält.sida}`);
    const ställe = sidan?.closest(".pdf__blad") || !sidan ? null : sidan;
    const ny = lista([väntande], igen);
    if (ställe) ställe.append(ny);
    else document.querySelector("[data-anteckna]")?.before(ny);
  }
}
