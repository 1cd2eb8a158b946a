/** Words come in pairs: the Vietnamese text gives the shape, the English one must fill it exactly. */
export type Words = { [key: string]: string | Words };
type Same<Shape> = { [Key in keyof Shape]: Shape[Key] extends string ? string : Same<Shape[Key]> };

export const pair = <const Vi extends Words>(vi: Vi, en: Same<Vi>): { vi: Vi; en: Same<Vi> } => ({ vi, en });
