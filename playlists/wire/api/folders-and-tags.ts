/** How people keep the library in order. */
import { z } from 'zod';
import { Folder, FolderName } from '../../model/folder.ts';
import { FolderId, TagId } from '../../model/ids.ts';
import { Tag, TagName } from '../../model/tag.ts';
import { Usage } from '../../model/usage.ts';
import { contract, Nothing } from './contract.ts';

const AtFolder = z.object({ folderId: FolderId });
const AtTag = z.object({ tagId: TagId });

export const folderAndTagContracts = {
  listFolders: contract({
    method: 'GET',
    path: '/folders',
    access: 'staff',
    summary: 'All folders by name; the tree is in `parentId`',
    reply: z.array(Folder),
  }),
  createFolder: contract({
    method: 'POST',
    path: '/folders',
    access: 'staff',
    summary: 'Add a folder; names differ within one folder',
    body: z.object({ name: FolderName, parentId: FolderId.nullable().default(null) }),
    reply: Folder,
    status: 201,
  }),
  changeFolder: contract({
    method: 'PATCH',
    path: '/folders/{folderId}',
    access: 'staff',
    summary: 'Rename a folder or move it with everything in it',
    params: AtFolder,
    body: z.object({ name: FolderName.optional(), parentId: FolderId.nullable().optional() }),
    reply: Folder,
  }),
  deleteFolder: contract({
    method: 'DELETE',
    path: '/folders/{folderId}',
    access: 'staff',
    summary: 'Delete an empty folder, or one with its contents, which go into the bin',
    params: AtFolder,
    query: z.object({ contents: z.enum(['refuse', 'bin']).default('refuse') }),
    reply: Nothing,
  }),
  listTags: contract({
    method: 'GET',
    path: '/tags',
    access: 'staff',
    summary: 'All tags by name',
    reply: z.array(Tag),
  }),
  createTag: contract({
    method: 'POST',
    path: '/tags',
    access: 'staff',
    summary: 'Add a tag; names differ by more than accents and case',
    body: z.object({ name: TagName }),
    reply: Tag,
    status: 201,
  }),
  changeTag: contract({
    method: 'PATCH',
    path: '/tags/{tagId}',
    access: 'staff',
    summary: 'Rename a tag, everywhere at once',
    params: AtTag,
    body: z.object({ name: TagName }),
    reply: Tag,
  }),
  mergeTag: contract({
    method: 'POST',
    path: '/tags/{tagId}/merge',
    access: 'staff',
    summary: 'Let another tag take the place of this one, on content and in playlists',
    params: AtTag,
    body: z.object({ into: TagId }),
    reply: Tag,
  }),
  getTagUsage: contract({
    method: 'GET',
    path: '/tags/{tagId}/usage',
    access: 'staff',
    summary: 'Which playlists bring content by this tag',
    params: AtTag,
    reply: Usage,
  }),
  deleteTag: contract({
    method: 'DELETE',
    path: '/tags/{tagId}',
    access: 'staff',
    summary: 'Delete a tag that no playlist uses; content loses it',
    params: AtTag,
    reply: Nothing,
  }),
};
