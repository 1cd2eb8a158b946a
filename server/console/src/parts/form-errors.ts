/** Turns field codes of a refusal into words beside the fields. */
import type { TFunction } from 'i18next';
import type { Trouble } from '../api/client.ts';
import { fields } from '../i18n/words/shell.ts';

type FieldCode = keyof typeof fields.vi;
const isFieldCode = (code: string): code is FieldCode => Object.hasOwn(fields.vi, code);

/** Words for one code; an unknown code gets a plain "this value is not right". */
export const wordsOfField = (code: string, t: TFunction): string =>
  isFieldCode(code) ? t(`fields.${code}`) : t('common.fieldWrong');

/** Errors for `form.setErrors`. The whole-form message is shown apart, by `TroubleNote`. */
export const errorsOf = (trouble: Trouble, t: TFunction): Record<string, string> =>
  Object.fromEntries(Object.entries(trouble.fields ?? {}).map(([path, code]) => [path, wordsOfField(code, t)]));
