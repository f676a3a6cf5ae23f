// Parts of a page that look again every few seconds (HTMX). A part that could not look again says so, aloud:
// old news that looks fresh is dangerous. Without this file the page shows when it was made, and a link.
"use strict";
(() => {
  const PARTS = "[data-ververst]";
  const MISSED = 2.5; // turns without an answer before a part counts as old
  const HIDDEN_KEY = /name="csrfmiddlewaretoken" value="[^"]*"/g; // differs in every answer
  const clock = new Intl.DateTimeFormat("nl-NL", { timeZone: "Europe/Amsterdam", hour: "numeric", minute: "2-digit" });
  const shown = new WeakMap();

  const time = (moment) => clock.format(moment).replace(":", ".");
  const line = (part, name) => part.parentElement.querySelector(`[data-ververst-${name}]`);

  function say(place, text) {
    if (place && place.textContent !== text) place.textContent = text;
    if (place) place.hidden = !text;
  }

  // The session ended, or this is not for this person any more: the answer says so, and nothing refreshes.
  function stop(part) {
    part.dataset.ververstKlaar = "ja";
    const moment = line(part, "tijd");
    if (moment) moment.closest("p").hidden = true;
  }

  function fresh(part, answer) {
    const moment = new Date(answer.getResponseHeader("Date") || Date.now());
    part.dataset.ververstOm = time(moment);
    part.gezien = Date.now();
    say(line(part, "tijd"), part.dataset.ververstOm);
    old(part, false);
  }

  function old(part, isOld) {
    const box = line(part, "oud");
    if (!box) return;
    box.hidden = !isOld;
    say(box.querySelector("p"), isOld ? box.dataset.zin.replace("{}", part.dataset.ververstOm) : "");
  }

  // Who listens hears what changed, not the whole part again.
  function tell(part) {
    const words = part.querySelector("[data-ververst-zeg]")?.textContent.trim() ?? "";
    const place = line(part, "hoor");
    if (place && place.textContent !== words) place.textContent = words;
  }

  function watch() {
    document.querySelectorAll(PARTS).forEach((part) => {
      part.gezien ??= Date.now();
      if (part.dataset.ververstKlaar) return;
      if (Date.now() - part.gezien > Number(part.dataset.ververst) * MISSED * 1000) old(part, true);
    });
  }

  function lookNow() {
    watch();
    if (document.visibilityState === "hidden" || !window.htmx) return;
    document.querySelectorAll(PARTS).forEach((part) => part.dataset.ververstKlaar || htmx.trigger(part, "ververs"));
  }

  // Somebody who types or presses a button in this part is not disturbed.
  function inUse(part) {
    const here = document.activeElement;
    return (part.contains(here) && here.matches("input, textarea, select")) || part.querySelector("form[data-bezig]");
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const part = event.target.closest(PARTS);
    if (!part || !event.detail.shouldSwap) return;
    const html = event.detail.serverResponse.replace(HIDDEN_KEY, "");
    if (event.detail.xhr.status === 286) stop(part);
    else if (inUse(part) || shown.get(part) === html) event.detail.shouldSwap = false;
    if (event.detail.shouldSwap) shown.set(part, html);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const part = event.target.closest(PARTS);
    if (part) tell(part);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const part = event.target.closest(PARTS);
    if (!part) return;
    if (event.detail.successful) fresh(part, event.detail.xhr);
    else old(part, true);
  });

  document.addEventListener("visibilitychange", lookNow);
  window.addEventListener("offline", () => {
    document.querySelectorAll(PARTS).forEach((part) => part.dataset.ververstKlaar || old(part, true));
  });
  window.addEventListener("online", lookNow);
  window.addEventListener("pageshow", (event) => event.persisted && lookNow());
  // app.js put another page in this window
  document.addEventListener("app:pagina", () => window.htmx && htmx.process(document.body));
  setInterval(watch, 1000);
})();
