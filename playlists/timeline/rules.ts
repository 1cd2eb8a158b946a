/** The rules of RULES.md that code quotes: in spans, playheads and explanations. The wording lives there; here are the ids. */
export const RULE = {
  strongestSlot: 'TL5',
  priority: 'TL6',
  specificity: 'TL7',
  laterStart: 'TL8',
  slotId: 'TL10',
  defaultPlaylist: 'TL11',
  safe: 'TL12',
  blank: 'TL13',
  notReady: 'TL15',
  leaseEnd: 'TL16',
  unreadable: 'TL17',
  finish: 'TL20',
  fit: 'TL21',
  turns: 'SH1',
  step: 'SY1',
  messageDays: 'TK3',
  tickerAlone: 'TK6',
} as const;
export type Rule = (typeof RULE)[keyof typeof RULE];
