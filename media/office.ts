/**
 * Presentations and texts → PDF by LibreOffice, where it is installed: in the sandbox like every other tool, with a profile of its own that is
 * thrown away, macros and links off, no network. What comes out is read like a stranger's PDF.
 */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accepted, type Outcome, refused } from '../playlists/model/refusal.ts';
import { runContained } from './contained-run.ts';
import { MOST_DOCUMENT_BYTES, type OfficeForm } from './document-types.ts';
import type { Limits, Room } from './sandbox.ts';
import type { MediaTools } from './tools.ts';

const LIMITS: Limits = {
  cpuSeconds: 240,
  fileBytes: MOST_DOCUMENT_BYTES,
  addressBytes: 6 * 1024 ** 3,
  wallMs: 240_000,
};

/** Of Debian and its kin: what brings the part that reads it. */
export const PACKAGES: Readonly<Record<OfficeForm, string>> = {
  presentation: 'libreoffice-impress',
  text: 'libreoffice-writer',
};

const item = (path: string, name: string, value: string): string =>
  `<item oor:path="/org.openoffice.Office.Common/${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`;

/** No macro runs, no link is followed, nothing is asked. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
${item('Security/Scripting', 'MacroSecurityLevel', '3')}
${item('Security/Scripting', 'DisableMacrosExecution', 'true')}
${item('Security/Scripting', 'DisableActiveContent', 'true')}
${item('Security/Scripting', 'BlockUntrustedRefererLinks', 'true')}
</oor:items>
`;

/** Where fonts and LibreOffice's own settings lie. */
const SYSTEM = ['/etc/fonts', '/etc/libreoffice', '/var/cache/fontconfig'];

/** The PDF, within `folder`. `folder` must be empty; what else is left in it is worthless. */
export const convertOffice = async (
  tools: MediaTools,
  {
    form,
    input,
    folder,
    signal,
  }: { form: OfficeForm; input: string; folder: string; signal?: AbortSignal | undefined },
): Promise<Outcome<string>> => {
  const { office } = tools;
  if (!office?.reads[form])
    return refused('document-needs-converter', `${office ? `${office.path} reads no ${form}` : 'no soffice'}`, {
      package: PACKAGES[form],
    });
  const profile = join(folder, 'profile');
  await mkdir(join(profile, 'user'), { recursive: true });
  await writeFile(join(profile, 'user', 'registrymodifications.xcu'), SETTINGS);
  const own = office.folder === null || office.folder.startsWith('/usr/') ? [] : [office.folder];
  const there = await Promise.all(
    [...SYSTEM, ...own].map((path) =>
      stat(path).then(
        () => path,
        () => null,
      ),
    ),
  );
  const room: Room = { input, output: folder, readOnly: there.filter((path) => path !== null) };
  const inside = tools.sandbox.inside(room);
  const args = [
    ...['--headless', '--norestore', '--nologo', '--nodefault', '--nofirststartwizard', '--nolockcheck'],
    `-env:UserInstallation=file://${inside.output}/profile`,
    ...['--convert-to', 'pdf', '--outdir', inside.output, inside.input],
  ];
  const run = await runContained(tools.sandbox.wrap(office.path, args, room, LIMITS), {
    wallMs: LIMITS.wallMs,
    ...(signal ? { signal } : {}),
  });
  const said = `${run.stdout.slice(-400)} ${run.stderr.trim().slice(-800)}`;
  if (run.end.kind === 'cancelled') return refused('media-cancelled', 'cancelled while soffice ran');
  if (run.end.kind === 'not-started') return refused('media-tool-failed', `soffice: ${run.end.cause}`);
  if (run.end.kind === 'timed-out') return refused('media-took-too-long', `soffice took over ${LIMITS.wallMs} ms`);
  const made = join(
    folder,
    `${inside.input
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]*$/, '')}.pdf`,
  );
  const found = await stat(made).catch(() => null);
  if (found?.isFile() && found.size > 0) return accepted(made);
  if (/bwrap:|shared librar|cannot execute|UserInstallation/i.test(said))
    return refused('media-tool-failed', `soffice does not work: ${said}`);
  // It asks for a password on a dialog that nobody sees, and fails; it says no more of any other fault.
  const isLocked = /password|encrypt/i.test(said);
  return refused(
    isLocked ? 'document-locked' : 'media-broken',
    `soffice made nothing: ${JSON.stringify(run.end)} ${said}`,
  );
};
