import { aktivera as aktiveraSortering } from "./sortera.js";
import { aktivera as aktiveraFilfält } from "./filfalt.js";
import { aktivera as aktiveraUtkast, städaUtkast } from "./utkast.js";
import { fokuseraFel } from "./fel.js";
import { lyssnaPåNätfel } from "./natfel.js";
import { kungörNytt } from "./kungor.js";
import "./genvagar.js";
import "./meny.js";
import "./offline/utloggning.js";

function aktivera(rot) {
  aktiveraSortering(rot);
  aktiveraFilfält(rot);
  aktiveraUtkast(rot);
}

document.documentElement.classList.add("js");
städaUtkast();
aktivera(document);
fokuseraFel(document);
lyssnaPåNätfel();

document.addEventListener("htmx:load", (händelse) => {
  const rot = händelse.detail.elt;
  // htmx skickar samma händelse för hela sidan när den laddats; den är redan aktiverad.
  if (rot === document.body) return;
  aktivera(rot);
  fokuseraFel(rot);
  kungörNytt(rot);
});
