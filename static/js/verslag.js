// Keeps a report on the server while somebody fills it in. The page works without: then there is a button to keep it.
"use strict";
(() => {
  const WAIT = 900;
  const OFFLINE = "Niet bewaard: geen verbinding. Wat u invulde, staat er nog.";
  const REFUSED = "Niet bewaard. Ververs de pagina of log opnieuw in.";
  const OWN = new Set(["csrfmiddlewaretoken", "getoond", "gevraagd", "sleutel"]);
  const dirty = new Set();
  let clock = null;
  let busy = false;

  const place = () => document.querySelector("[data-verslag][data-bewaar-url]");

  function tell(sentence, bad) {
    const line = document.querySelector("[data-bewaard]");
    if (!line || line.textContent === sentence) return;
    line.textContent = sentence;
    line.classList.toggle("app-bewaard--niet", bad);
  }

  // What the page showed is what the server has now: what is taken away here later is really taken away.
  function remember(form, saved) {
    const field = form.elements.getoond;
    if (!field) return;
    const shown = JSON.parse(field.value || "{}");
    for (const [name, values] of saved) shown[name] = values.filter(Boolean);
    field.value = JSON.stringify(shown);
  }

  async function save() {
    const box = place();
    const form = box && box.querySelector("form");
    if (!form || busy || !dirty.size || form.dataset.bezig) return;
    const all = new FormData(form);
    const data = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const saved = [...dirty].map((name) => [name, all.getAll(name)]);
    for (const [name, values] of saved) {
      data.append("veld", name);
      values.forEach((value) => data.append(name, value));
    }
    dirty.clear();
    busy = true;
    try {
      const answer = await fetch(box.dataset.bewaarUrl, { method: "POST", body: data, credentials: "same-origin" });
      const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (!isOurs) throw new Error("not kept");
      const told = await answer.json();
      tell(told.tekst, !answer.ok);
      if (answer.ok) remember(form, saved);
    } catch (error) {
      saved.forEach(([name]) => dirty.add(name));
      tell(error instanceof TypeError ? OFFLINE : REFUSED, true);
    } finally {
      busy = false;
    }
  }

  function later() {
    clearTimeout(clock);
    clock = setTimeout(save, WAIT);
  }

  function changed(event) {
    const input = event.target;
    const box = place();
    if (!box || !box.contains(input) || !input.name || OWN.has(input.name)) return;
    dirty.add(input.name);
    later();
  }

  function touch(input) {
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function again(button) {
    const form = button.form;
    for (const [name, words] of [["wegen", button.dataset.wegen], ["lette_op", button.dataset.letteOp]]) {
      const chosen = new Set(words.split(" "));
      form.querySelectorAll(`input[name="${name}"]`).forEach((box) => (box.checked = chosen.has(box.value)));
      touch(form.querySelector(`input[name="${name}"]`));
    }
    const other = form.elements.lette_op_anders;
    if (other) {
      other.value = button.dataset.anders;
      touch(other);
    }
    tell("Hetzelfde als vorige keer ingevuld.", false);
  }

  function oneMore(button) {
    const inputs = button.closest("[data-straten]").querySelectorAll("input");
    const last = inputs[inputs.length - 1];
    const next = last.cloneNode();
    next.value = "";
    next.id = `${inputs[0].id}_${inputs.length + 1}`;
    next.setAttribute("aria-label", `Straat ${inputs.length + 1}`);
    last.after(next);
    next.focus();
  }

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-vorige], [data-nog-een]");
    if (!button || !button.closest("[data-verslag]")) return;
    event.preventDefault();
    if (button.matches("[data-vorige]")) again(button);
    else oneMore(button);
  });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  window.addEventListener("online", save);
})();
