/** Dims the whole page, where no LED controller makes the wall darker. In front of everything, and gone at full light. */

/**
 * How much black is laid over the picture for so much of full light. Light is what the wall makes of a value: its gamma, near 2.2, is
 * undone first.
 */
export const shadeOf = (percent: number): number => 1 - (percent / 100) ** (1 / 2.2);

export const createDimmer = (stage: HTMLElement): ((percent: number) => void) => {
  const shade = document.createElement('div');
  shade.className = 'dimmer';
  shade.hidden = true;
  stage.append(shade);
  return (percent) => {
    shade.hidden = percent === 100;
    shade.style.opacity = String(shadeOf(percent));
  };
};
