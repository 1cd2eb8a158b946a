/** Words of the built-in cards. */
import { describe, expect, it } from 'vitest';
import { cardText } from '../../../player/screen/cards/card-text.ts';

describe('cards', () => {
  it('the pairing code is read in two groups, with the address to type it at and a QR code of the whole link', () => {
    const url = 'https://bangtin.example.vn/pair?code=K7QX2MPN';
    const text = cardText({ kind: 'pairing', code: 'K7QX2MPN', url, expiresAt: 0 });
    expect(text.main).toBe('K7QX 2MPN');
    expect(text.below.replaceAll('\u200b', '')).toBe('Nhập mã tại bangtin.example.vn/pair hoặc quét mã QR');
    expect(text.qr).toBe(url);
  });

  it('an address of digits is not torn apart', () => {
    expect(cardText({ kind: 'searching', server: 'http://192.168.10.20:8080' }).below).toBe('192.168.10.20:8080');
  });

  it('progress is a share, and absent while nothing is known', () => {
    expect(cardText({ kind: 'fetching', screenName: 'A', filesReady: 3, files: 4 }).progress).toBe(0.75);
    expect(cardText({ kind: 'fetching', screenName: 'A', filesReady: 0, files: 0 }).progress).toBeNull();
  });

  it('the safe card has words even without the name of a ward', () => {
    expect(cardText({ kind: 'safe', wardName: '' }).main).toBe('Bảng tin điện tử công cộng');
    expect(cardText({ kind: 'safe', wardName: 'Phường A' })).toMatchObject({
      main: 'Phường A',
      below: 'Bảng tin điện tử công cộng',
    });
  });

  it('every card says what it says in English too', () => {
    const cards = [
      cardText({ kind: 'starting' }),
      cardText({ kind: 'searching', server: 'http://a' }),
      cardText({ kind: 'pairing', code: 'K7QX2MPN', url: 'https://a.vn/pair', expiresAt: 0 }),
      cardText({ kind: 'fetching', screenName: 'A', filesReady: 0, files: 0 }),
      cardText({ kind: 'safe', wardName: 'A' }),
    ];
    for (const { main, english } of cards) {
      expect(main).not.toBe('');
      expect(english).not.toBe('');
    }
  });
});
