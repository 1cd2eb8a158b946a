/** What the demo takes from the environment: where tools are, whether there is a display; its processes inherit the rest. */
import { z } from 'zod';

const Environment = z.object({
  PATH: z.string().default('/usr/local/bin:/usr/bin:/bin'),
  FFMPEG_PATH: z.string().min(1).optional(),
  CHROMIUM_PATH: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).optional().catch(Number.NaN),
  DISPLAY: z.string().min(1).optional(),
  WAYLAND_DISPLAY: z.string().min(1).optional(),
});

export interface DemoEnvironment {
  searchPath: string;
  ffmpegPath: string | undefined;
  chromiumPath: string | undefined;
  /** Where the server is to listen, as it is for the server itself; NaN = not a port. */
  port: number | undefined;
  hasDisplay: boolean;
}

export const readEnvironment = (): DemoEnvironment => {
  const values = Environment.parse(Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== '')));
  return {
    searchPath: values.PATH,
    ffmpegPath: values.FFMPEG_PATH,
    chromiumPath: values.CHROMIUM_PATH,
    port: values.PORT,
    hasDisplay: process.platform !== 'linux' || Boolean(values.DISPLAY ?? values.WAYLAND_DISPLAY),
  };
};

/** The environment of a child: ours, with `added` on top. */
export const childEnvironment = (added: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  ...added,
});
