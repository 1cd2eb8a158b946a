/** Ids of what is about to be made, drawn here: a request that is sent again, since no answer came, then makes nothing twice. */
import type { z } from 'zod';
import type { Called } from './client.ts';

const BYTES = 16;

/** 128 random bits behind the prefix of the noun, as its id. Needs no secure context, unlike `crypto.randomUUID`. */
export const drawId = <Id extends z.ZodType>(id: Id, prefix: string): z.output<Id> => {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return id.parse(`${prefix}_${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`);
};

/** Ids of several things by what each is for: who asks again about the same is given the same id. */
export const createDrawnIds = () => {
  const drawn = new Map<string, unknown>();
  return <Id extends z.ZodType>(id: Id, prefix: string, name: string): z.output<Id> => {
    const key = `${prefix} ${name}`;
    if (!drawn.has(key)) drawn.set(key, drawId(id, prefix));
    return drawn.get(key) as z.output<Id>;
  };
};

/**
 * Makes a thing under a drawn id. Where an earlier try of the same form made it, and the form says something else by now, the thing
 * becomes what the form says.
 */
export const makeOnce = async <Made>({
  create,
  isAsAsked,
  change,
}: {
  create: () => Promise<Called<Made>>;
  isAsAsked: (made: Made) => boolean;
  change: (made: Made) => Promise<Called<Made>>;
}): Promise<Called<Made>> => {
  const called = await create();
  return called.ok && !isAsAsked(called.value) ? change(called.value) : called;
};

/** True when two things say the same of what the schema names. */
export const isSameIn = (schema: z.ZodType, one: unknown, other: unknown): boolean =>
  JSON.stringify(schema.parse(one)) === JSON.stringify(schema.parse(other));
