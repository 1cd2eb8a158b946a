/** The frame of the pages in front of the door: setup, sign-in, invitation. */
import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { Mark } from './brand.tsx';
import { LanguageSwitch, SchemeSwitch } from './shell.tsx';

export const Door = ({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Bảng Tin`;
  }, [title]);
  return (
    <div className="door">
      <header className="door-tools">
        <LanguageSwitch />
        <SchemeSwitch />
      </header>
      <main className="door-card">
        <div className="door-brand">
          <Mark size={44} />
          <span>Bảng Tin</span>
        </div>
        <Title order={1}>{title}</Title>
        {lead ? <p className="lead">{lead}</p> : null}
        {children}
      </main>
    </div>
  );
};
