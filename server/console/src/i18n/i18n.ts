/** Starts i18next with both languages; Vietnamese unless the person chose English. The choice is kept in this browser. */
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en, vi } from './words/index.ts';

export type Language = 'vi' | 'en';
const KEY = 'bang-tin.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console';
    resources: { console: typeof vi };
  }
}

export const languageOf = (code: string | undefined): Language => (code?.startsWith('en') ? 'en' : 'vi');

const kept = (): Language => {
  try {
    return languageOf(localStorage.getItem(KEY) ?? 'vi');
  } catch {
    return 'vi';
  }
};

export const startLanguage = async (): Promise<i18n> => {
  const instance = i18next.createInstance();
  instance.on('languageChanged', (code) => {
    document.documentElement.lang = languageOf(code);
    try {
      localStorage.setItem(KEY, code);
    } catch {
      // Storage may be closed off; the choice then lasts until the page is left.
    }
  });
  await instance.use(initReactI18next).init({
    lng: kept(),
    fallbackLng: 'vi',
    ns: ['console'],
    defaultNS: 'console',
    resources: { vi: { console: vi }, en: { console: en } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = languageOf(instance.language);
  return instance;
};
