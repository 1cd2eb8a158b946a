/** Words of the library's order: folders, tags, the bin, versions, storage. */
import { pair } from './pair.ts';

export const library = pair(
  {
    tags: 'Nhãn',
    tagGone: 'nhãn đã xóa',
    noTag: 'Không có nhãn nào như vậy',
    anyOf: 'Có ít nhất một nhãn',
    allOf: 'Có đủ mọi nhãn',
  },
  {
    tags: 'Tags',
    tagGone: 'deleted tag',
    noTag: 'There is no such tag',
    anyOf: 'Any of the tags',
    allOf: 'All of the tags',
  },
);
