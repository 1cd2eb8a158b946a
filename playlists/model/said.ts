/** One sentence for staff, in both languages of the product. */
export interface Said {
  vi: string;
  en: string;
}
