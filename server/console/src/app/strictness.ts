/** Imported before everything else: keeps zod from probing `eval`, which our content policy forbids. */
import { z } from 'zod';

z.config({ jitless: true });
