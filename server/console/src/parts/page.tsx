/** The frame of a page: heading with actions, empty state, skeletons, and what to show while a read is on its way or refused. */
import { Skeleton, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReadTrouble } from '../api/queries.ts';
import { TroubleNote } from './trouble-note.tsx';

/** Names the tab of the browser. */
export const useTitle = (title: string): void =>
  useEffect(() => {
    document.title = `${title} · Bảng Tin`;
  }, [title]);

export const Page = ({
  title,
  lead,
  actions,
  above,
  wide = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  above?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) => {
  useTitle(title);
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      {above}
      <header className="page-head">
        <div>
          <Title order={1}>{title}</Title>
          {lead ? <p className="lead">{lead}</p> : null}
        </div>
        {actions ? <div className="page-actions">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
};

/** Says why there is nothing here and starts the first task. */
export const Empty = ({
  icon,
  title,
  why,
  todo,
  heading: Heading = 'h2',
  children,
}: {
  icon: ReactNode;
  title: string;
  why?: string;
  /** What to do about it, where the actions below do not say it. */
  todo?: string;
  /** `h1` where this is the whole page. */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
}) => (
  <section className="empty">
    <div className="empty-icon" aria-hidden>
      {icon}
    </div>
    <Heading className="empty-title">{title}</Heading>
    {why ? <p>{why}</p> : null}
    {todo ? <p>{todo}</p> : null}
    {children ? <div className="empty-actions">{children}</div> : null}
  </section>
);

export const Bones = ({ count = 3, height = 96 }: { count?: number; height?: number }) => {
  const { t } = useTranslation();
  return (
    <div className="bones" role="status" aria-label={t('common.loading')}>
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bones have no other name
        <Skeleton key={place} height={height} radius="md" />
      ))}
    </div>
  );
};

export interface Read<Value> {
  data: Value | undefined;
  error: ReadTrouble | null;
  /** Why the last try failed, while it is tried again. */
  failureReason?: ReadTrouble | null;
  refetch: () => unknown;
}

/** Shows the value, the bones, what is missing, or the refusal with a way to try again. */
export const Shown = <Value,>({
  read,
  bones,
  missing,
  framed = false,
  children,
}: {
  read: Read<Value>;
  bones?: ReactNode;
  /** Shown when there is no such thing, also when it went away while somebody looked at it. */
  missing?: ReactNode;
  /** The value brings its own page, as bones of its own do; so a refusal needs one too. */
  framed?: boolean;
  children: (value: Value) => ReactNode;
}) => {
  const { t } = useTranslation();
  if (missing && read.error?.trouble.status === 404) return <>{missing}</>;
  if (read.data !== undefined) return <>{children(read.data)}</>;
  const refused = read.error ?? read.failureReason;
  if (refused) {
    const note = <TroubleNote trouble={refused.trouble} onRetry={() => void read.refetch()} />;
    return framed ? <Page title={t('shell.brokenTitle')}>{note}</Page> : note;
  }
  if (bones) return <>{bones}</>;
  return framed ? (
    <div className="page page-wide">
      <Bones />
    </div>
  ) : (
    <Bones />
  );
};
