import { describe, expect, it } from 'vitest';
import { ConfigFault, readConfig, VARIABLES } from '../../server/config.ts';

const faultOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (fault) {
    if (fault instanceof ConfigFault) return fault.message;
    throw fault;
  }
  return '';
};

describe('configuration', () => {
  it('needs nothing: safe values when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      zone: 'Asia/Ho_Chi_Minh',
      trustedProxies: [],
      metricsToken: undefined,
      logLevel: 'info',
    });
  });

  it('names every wrong variable at once, in both languages', () => {
    const words = faultOf({
      PORT: '99999',
      HOST: 'everywhere',
      METRICS_TOKEN: 'short',
      ZONE: '+07:00',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'ftp://x',
      TRUST_PROXY: 'all',
    });
    for (const name of ['PORT', 'HOST', 'METRICS_TOKEN', 'ZONE', 'LOG_LEVEL', 'PUBLIC_URL', 'TRUST_PROXY'])
      expect(words).toContain(`${name}:`);
    expect(words).toMatch(/Cấu hình chưa đúng \/ The configuration is wrong/);
    expect(words).not.toContain('short');
  });

  it.each([
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '0x50'],
    ['PUBLIC_URL', 'https://x.vn/path'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['TRUST_PROXY', '10.0.0.0/0'],
    ['TRUST_PROXY', 'true'],
    ['DEV_ORIGIN', 'http://evil.example'],
    ['SESSION_IDLE_MINUTES', '0'],
  ])('refuses %s=%s', (name, value) => {
    expect(faultOf({ [name]: value })).toContain(`${name}:`);
  });

  it('takes what an installer would write; an empty value is an absent one', () => {
    expect(
      readConfig({
        PORT: '443',
        HOST: '0.0.0.0',
        PUBLIC_URL: 'https://bangtin.phuong.vn/',
        TRUST_PROXY: 'loopback, 10.1.0.0/16',
        MAX_UPLOAD_MB: '500',
        METRICS_TOKEN: '',
      }),
    ).toMatchObject({
      publicUrl: 'https://bangtin.phuong.vn',
      trustedProxies: ['loopback', '10.1.0.0/16'],
      maxUploadBytes: 500_000_000,
      metricsToken: undefined,
    });
  });

  it('every variable is described', () => {
    for (const [name, schema] of Object.entries(VARIABLES)) expect(schema.meta()?.description, name).toMatch(/\w{4}/);
  });
});
