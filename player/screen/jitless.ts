/**
 * Must be imported before every schema: tells zod not to compile parsers with `new Function`, which the page's policy
 * forbids (the mere attempt would be reported as a violation).
 */
import { config } from 'zod';

config({ jitless: true });
