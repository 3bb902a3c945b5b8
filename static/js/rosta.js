// Den egna rösten kommer fram också när nätet försvinner. Den som inte kom fram ligger kvar i fliken,
// överlever en omladdning och skickas igen; en ny röst ersätter den som väntar.
"use strict";

const RÖSTEN = "rosten";
const OM_IGEN_MS = 2000;
const TILLFÄLLIGA_FEL = [502, 503, 504];
let skickar = false;

function väntande() {
  const post = JSON.parse(sessionStorage.getItem(RÖSTEN) ?? "null");
  const min = post?.av === document.body.dataset.anvandare && post.adress === location.pathname;
  return min ? post : null;
}

function visaVäntan(post) {
  const ruta = document.querySelector("[data-rosten-vantar]");
  ruta.hidden = !post?.vantar;
  if (post?.vantar) ruta.querySelector("[data-rosten-val]").textContent = post.ord;
}

document.addEventListener("submit", (händelse) => {
  const formulär = händelse.target.closest("form[data-rosta]");
  const knapp = händelse.submitter;
  if (!formulär || !knapp) return;
  händelse.preventDefault();
  const post = {
    av: document.body.dataset.anvandare,
    adress: location.pathname,
    omrostning: formulär.dataset.rosta,
    // Det som stod när den första av de väntande rösterna trycktes: det är det servern har.
    innan: väntande()?.innan ?? formulär.dataset.innan,
    val: knapp.value,
    ord: knapp.textContent.trim().split(":")[0],
    vantar: false,
  };
  sessionStorage.setItem(RÖSTEN, JSON.stringify(post));
  skicka();
});

async function skicka() {
  const post = väntande();
  if (!post || skickar) return;
  skickar = true;
  let framme = false;
  try {
    const svar = await fetch(post.adress, {
      method: "POST",
      body: new URLSearchParams({ omrostning: post.omrostning, val: post.val, innan: post.innan }),
      headers: {
        ...JSON.parse(document.body.getAttribute("hx-headers")),
        "HX-Request": "true",
      },
    });
    framme = !TILLFÄLLIGA_FEL.includes(svar.status) && (await taEmot(svar));
  } catch (fel) {
    if (!(fel instanceof TypeError)) throw fel; // TypeError: nätet är borta
  } finally {
    skickar = false;
  }
  if (!framme) behåll();
  else if (väntande()?.val !== post.val) skicka(); // en ny röst trycktes medan den förra gick
  else glöm();
}

// Om servern har svarat på rösten. En utloggad röst ligger kvar i fliken och skickas efter inloggningen.
async function taEmot(svar) {
  const inloggning = document.querySelector('meta[name="inloggning"]').content;
  if (svar.redirected && new URL(svar.url).pathname === inloggning) {
    location.assign(`${inloggning}?next=${encodeURIComponent(location.pathname)}`);
    return false;
  }
  if (svar.ok || svar.status === 422) {
    htmx.swap("#rosten", await svar.text(), { swapStyle: "innerHTML" });
  } else {
    glöm();
    location.reload();
  }
  return true;
}

function behåll() {
  const post = väntande();
  if (!post) return;
  sessionStorage.setItem(RÖSTEN, JSON.stringify({ ...post, vantar: true }));
  visaVäntan(väntande());
}

function glöm() {
  sessionStorage.removeItem(RÖSTEN);
  visaVäntan(null);
}

visaVäntan(väntande());
skicka();
setInterval(skicka, OM_IGEN_MS);
window.addEventListener("online", skicka);
