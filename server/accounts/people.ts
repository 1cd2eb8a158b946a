/** People as rows: reading them, creating one with a password, counting those who may administer. */
import { Role } from '../../playlists/model/role.ts';
import type { Person } from '../../playlists/wire/api/accounts.ts';
import { newId } from '../database/new-id.ts';
import type { Database } from '../database/open.ts';

interface PersonRow {
  id: string;
  name: string;
  email: string;
  role: string;
  disabled: number;
  createdAt: string;
  lastSeenAt: number | null;
}

const toPerson = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: Role.parse(row.role),
  disabled: row.disabled === 1,
  createdAt: Date.parse(row.createdAt),
  lastSeenAt: row.lastSeenAt,
});

export const createPeople = ({ database, now: clock }: { database: Database; now: () => number }) => {
  const { query, now } = database;
  const people = () =>
    query.selectFrom('person').select(['id', 'name', 'email', 'role', 'disabled', 'createdAt', 'lastSeenAt']);
  const find = (id: string): Person | null => {
    const row = now.first(people().where('id', '=', id));
    return row ? toPerson(row) : null;
  };
  return {
    list: (): Person[] => now.all(people().orderBy('name')).map(toPerson),
    find,
    findByEmail: (email: string): Person | null => {
      const row = now.first(people().where('email', '=', email));
      return row ? toPerson(row) : null;
    },
    areNone: (): boolean => now.first(query.selectFrom('person').select('id').limit(1)) === undefined,
    /** Admins who can sign in, without `except`. */
    otherAdmins: (except: string): number =>
      now.all(
        query
          .selectFrom('person')
          .select('id')
          .where('role', '=', 'admin')
          .where('disabled', '=', 0)
          .where('id', '!=', except),
      ).length,
    /** Adds a person with a password already hashed. Call inside a transaction with its audit line. */
    add: (draft: { name: string; email: string; role: Role; passwordHash: string }): Person => {
      const id = newId('per');
      const at = new Date(clock()).toISOString();
      const { name, email, role, passwordHash } = draft;
      now.run(
        query.insertInto('person').values({
          id,
          name,
          email,
          role,
          emailVerified: 0,
          image: null,
          disabled: 0,
          lastSeenAt: null,
          createdAt: at,
          updatedAt: at,
        }),
      );
      now.run(
        query.insertInto('credential').values({
          id: newId('crd'),
          accountId: id,
          providerId: 'credential',
          userId: id,
          password: passwordHash,
          createdAt: at,
          updatedAt: at,
        }),
      );
      return { id, name, email, role, disabled: false, createdAt: Date.parse(at), lastSeenAt: null };
    },
    change: (id: string, values: { role?: string; disabled?: number }): void => {
      now.run(
        query
          .updateTable('person')
          .set({ ...values, updatedAt: new Date(clock()).toISOString() })
          .where('id', '=', id),
      );
    },
    endSessions: (id: string): void => {
      now.run(query.deleteFrom('personSession').where('userId', '=', id));
    },
    sawAt: (id: string, at: number): void => {
      now.run(query.updateTable('person').set({ lastSeenAt: at }).where('id', '=', id));
    },
  };
};
export type People = ReturnType<typeof createPeople>;
