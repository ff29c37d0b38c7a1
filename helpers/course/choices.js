// Makes the answers of a question a group of radio buttons, as WAI-ARIA has them ("Radio Group
// Pattern"): one stop of the Tab key. Arrows, Home, End and the letter of an answer go to it, and
// Enter, Space or a click chooses it: an arrow alone chooses nothing, since an answer is judged.
//
// Without this script each answer is a button with a stop of its own.

(() => {
  if (window.helpersChoices) return;
  window.helpersChoices = true;

  const choicesOf = group => [...group.querySelectorAll(".helpers-choice")];

  function set(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
      if (node.getAttribute(name) !== value) node.setAttribute(name, value);
    }
  }

  function stopAt(choice) {
    for (const other of choicesOf(choice.closest(".helpers-choices"))) {
      set(other, { tabindex: other === choice ? "0" : "-1" });
    }
  }

  function prepare(group) {
    const question = group.closest(".helpers-asked");
    const choices = choicesOf(group);
    if (!question || !choices.length) return;
    const asked = question.querySelector(".helpers-question");
    set(group, { role: "radiogroup", "aria-label": asked.textContent.trim() });
    const isChosen = choice => /\bmod-(info|success|danger)\b/.test(choice.className);
    for (const choice of choices) {
      set(choice, { role: "radio", "aria-checked": String(isChosen(choice)) });
    }
    // A button that ipywidgets draws anew has lost its tabindex.
    const isStop = choice => choice.getAttribute("tabindex") === "0";
    const focused = choices.find(choice => choice === document.activeElement);
    stopAt(focused ?? choices.find(isChosen) ?? choices.find(isStop) ?? choices[0]);
    // A reader of the page hears what comes to stand in it.
    const reply = question.querySelector(".helpers-reply");
    if (reply) set(reply, { role: "status" });
  }

  function press(event) {
    const choice = event.target.closest?.(".helpers-choice");
    if (!choice || event.ctrlKey || event.metaKey || event.altKey) return;
    // These two are JupyterLab's here too: run the cell, and back to the notebook.
    if (event.key === "Escape" || (event.key === "Enter" && event.shiftKey)) return;
    // The others would be its shortcuts: an arrow for another cell, "b" for a new one.
    event.stopImmediatePropagation();
    const choices = choicesOf(choice.closest(".helpers-choices"));
    const at = choices.indexOf(choice);
    const last = choices.length - 1;
    const goes = {
      ArrowDown: choices[at < last ? at + 1 : 0],
      ArrowUp: choices[at > 0 ? at - 1 : last],
      Home: choices[0],
      End: choices[last],
    };
    goes.ArrowRight = goes.ArrowDown;
    goes.ArrowLeft = goes.ArrowUp;
    const next = goes[event.key] ?? choices["abcdefgh".indexOf(event.key)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  let isAsked = false;
  function later() {
    isAsked = false;
    document.querySelectorAll(".helpers-choices").forEach(prepare);
  }
  function ask() {
    if (!isAsked) requestAnimationFrame(later);
    isAsked = true;
  }

  // JupyterLab listens at the document before anybody inside it is asked; so this is still before.
  window.addEventListener("keydown", press, true);
  document.addEventListener("focusin", event => {
    const choice = event.target.closest?.(".helpers-choice");
    if (choice) stopAt(choice);
  });
  new MutationObserver(ask).observe(document.body, { childList: true, subtree: true });
  ask();
})();
