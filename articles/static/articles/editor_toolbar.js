/* A toolbar as the ARIA Authoring Practices describe it: one stop of the Tab key, arrow keys
   within (https://www.w3.org/WAI/ARIA/apg/patterns/toolbar/). */

export class Toolbar {
  /* act(name): do what the button with that data-does stands for. */
  constructor(element, act) {
    this.element = element;
    this.buttons = [...element.querySelectorAll("button")];
    element.addEventListener("mousedown", (event) => event.preventDefault());
    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (button && button.getAttribute("aria-disabled") !== "true") act(button.dataset.does);
    });
    element.addEventListener("keydown", (event) => this.move(event));
    element.addEventListener("focusin", ({ target }) => this.stopAt(target));
    this.stopAt(this.buttons[0]);
  }

  shown() {
    return this.buttons.filter((button) => !button.closest("[hidden]"));
  }

  stopAt(stop) {
    for (const button of this.buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  move(event) {
    const shown = this.shown();
    const here = shown.indexOf(event.target);
    const places = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 };
    if (!(event.key in places)) return;
    event.preventDefault();
    shown.at(places[event.key] % shown.length).focus();
  }

  focus() {
    const shown = this.shown();
    (shown.find((button) => button.tabIndex === 0) ?? shown[0]).focus();
  }

  /* Show of every button whether it is on and whether it can be used. */
  update(isOn, isUsable) {
    for (const button of this.buttons) {
      const { does } = button.dataset;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", isOn(does));
      button.setAttribute("aria-disabled", !isUsable(does));
    }
    if (!this.shown().some((button) => button.tabIndex === 0)) this.stopAt(this.shown()[0]);
  }
}
