// Small help on top of pages that work without it: a form is sent once, and its page and its text stay
// when there is no connection. Nothing is kept in the browser.
"use strict";
(() => {
  const TIMEOUT = 30000;
  const TIMEOUT_OF_PHOTOS = 300000;
  const SENDING_PHOTOS = "De foto wordt verstuurd. Dat kan even duren.";
  const TOO_LARGE = "De foto's zijn samen te groot. Uw tekst staat er nog. Kies er minder of stuur ze een voor een.";
  const OFFLINE = "Geen verbinding. Uw tekst staat er nog. Probeer het zo opnieuw.";
  const BROKEN = "Het opslaan lukte niet. Uw tekst staat er nog. Probeer het zo opnieuw.";

  const region = () => document.getElementById("verbinding");

  function tell(sentence) {
    const place = region();
    if (!place) return;
    place.replaceChildren();
    if (!sentence) return;
    const box = document.createElement("div");
    box.className = "utrecht-alert utrecht-alert--warning";
    const text = document.createElement("p");
    text.className = "nl-paragraph utrecht-alert__message";
    text.textContent = sentence;
    box.append(text);
    place.append(box);
  }

  function lookAt(page) {
    const target = page.querySelector(".app-foutenlijst") || page.querySelector("[data-hier]") || page.querySelector("main");
    if (target) target.focus({ preventScroll: !target.matches(".app-foutenlijst, [data-hier]") });
  }

  function show(html, url) {
    const next = new DOMParser().parseFromString(html, "text/html");
    document.title = next.title;
    document.documentElement.className = next.documentElement.className;
    document.body.replaceWith(document.adoptNode(next.body));
    if (url !== location.href) history.pushState({ shown: true }, "", url);
    window.scrollTo({ top: 0, behavior: "instant" });
    needNoButton();
    lookAt(document);
    needScripts(next);
    document.dispatchEvent(new CustomEvent("app:pagina"));
  }

  // The head of this window stays: what the next page has in its own (a part that refreshes) is added.
  function needScripts(next) {
    next.querySelectorAll("head script[src], head meta[name=htmx-config]").forEach((wanted) => {
      const address = wanted.getAttribute("src");
      if (document.head.querySelector(address ? `script[src="${address}"]` : "meta[name=htmx-config]")) return;
      const part = document.createElement(wanted.localName);
      for (const { name, value } of wanted.attributes) part.setAttribute(name, value);
      part.async = false;
      document.head.append(part);
    });
  }

  // A chosen photo is sent at once; its button is for pages without script.
  function needNoButton() {
    if (!HTMLFormElement.prototype.requestSubmit) return;
    document.querySelectorAll("[data-zonder-script]").forEach((part) => (part.hidden = true));
    document.querySelectorAll("[data-teller] [data-stap]").forEach((button) => (button.hidden = false));
  }

  // A counter: plus and minus change the number beside them, and say it.
  function count(button) {
    const box = button.closest("[data-teller]");
    const input = box.querySelector("input");
    const wanted = (parseInt(input.value, 10) || 0) + Number(button.dataset.stap);
    input.value = Math.min(Math.max(wanted, Number(input.min)), Number(input.max));
    box.querySelector("[role=status]").textContent = input.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A page where somebody typed or chose a file stays until the answer is there; other forms go as they always did.
  function keeps(form) {
    return form.matches("[data-bewaar]") || form.querySelector("textarea, input[type=file]") !== null;
  }

  async function send(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.append(button.name, button.value);
    const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
    const stop = new AbortController();
    const photos = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    const clock = setTimeout(() => stop.abort(), photos ? TIMEOUT_OF_PHOTOS : TIMEOUT);
    if (photos) tell(SENDING_PHOTOS);
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal, credentials: "same-origin" });
      const html = await answer.text();
      if (answer.status >= 500) return tell(BROKEN);
      if (answer.status === 413) return tell(TOO_LARGE);
      show(html, answer.url);
    } catch {
      tell(OFFLINE);
    } finally {
      clearTimeout(clock);
      release(form);
    }
  }

  function hold(form) {
    form.dataset.bezig = "ja";
    form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => b.setAttribute("aria-disabled", "true"));
  }

  function release(form) {
    delete form.dataset.bezig;
    form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.bezig) return event.preventDefault();
    if (keeps(form) && window.fetch && window.AbortController) {
      event.preventDefault();
      tell("");
      hold(form);
      send(form, event.submitter);
    } else if (!navigator.onLine) {
      event.preventDefault();
      tell(OFFLINE);
    } else {
      hold(form);
    }
  });

  // A question that follows an answer comes and goes with it; without script it says in words when it is asked.
  function follow(form) {
    form.querySelectorAll("[data-als]").forEach((part) => {
      const names = JSON.parse(part.dataset.als);
      const wanted = JSON.parse(part.dataset.alsWaarden);
      const given = [...form.elements].filter((input) => names.includes(input.name) && input.checked && !input.closest("[hidden]"));
      part.hidden = !given.some((input) => wanted.includes(input.value));
      part.querySelector("[data-als-zin]").hidden = true;
    });
  }

  // "None of these" goes with nothing else: the other ticks go, or it goes.
  function stayAlone(input) {
    const alone = JSON.parse(input.dataset.alleen);
    input.form.querySelectorAll(`input[name="${CSS.escape(input.name)}"]:checked`).forEach((other) => {
      if (other !== input && (alone.includes(input.value) || alone.includes(other.value))) other.checked = false;
    });
  }

  const followAll = () => new Set([...document.querySelectorAll("[data-als]")].map((part) => part.closest("form"))).forEach(follow);

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.matches("[data-alleen]") && input.checked) stayAlone(input);
    if (input.form) follow(input.form);
  });
  document.addEventListener("app:pagina", followAll);
  document.addEventListener("DOMContentLoaded", followAll);

  document.addEventListener("change", (event) => {
    const input = event.target;
    const button = input.matches("input[type=file][data-meteen]") && input.form.elements[input.dataset.meteen];
    if (button && input.files.length && input.form.requestSubmit) input.form.requestSubmit(button);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-teller] [data-stap]");
    if (button) count(button);
  });

  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-bezig]").forEach(release));
  window.addEventListener("popstate", () => location.reload());
  window.addEventListener("online", () => tell(""));
  document.addEventListener("DOMContentLoaded", () => {
    needNoButton();
    if (document.querySelector(".app-foutenlijst")) lookAt(document);
  });
})();
