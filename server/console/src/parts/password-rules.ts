/** The single rules behind `Password` of the model, so each can be shown as met or not. */
export type PasswordRule = 'ruleLength' | 'ruleLower' | 'ruleUpper' | 'ruleDigit' | 'ruleOther';

/** All five met ⇔ `Password` accepts the text (up to its longest length); a test holds the two together. */
export const passwordRules = (text: string): { rule: PasswordRule; met: boolean }[] => [
  { rule: 'ruleLength', met: [...text].length >= 14 },
  { rule: 'ruleLower', met: /\p{Ll}/u.test(text) },
  { rule: 'ruleUpper', met: /\p{Lu}/u.test(text) },
  { rule: 'ruleDigit', met: /\d/.test(text) },
  { rule: 'ruleOther', met: /[^\p{L}\d]/u.test(text) },
];
