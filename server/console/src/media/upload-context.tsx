/** The upload desk for React. */
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { UploadItem } from './upload-item.ts';
import type { Uploads } from './uploads.ts';

const UploadContext = createContext<Uploads | null>(null);

export const UploadProvider = ({ uploads, children }: { uploads: Uploads; children: ReactNode }) => (
  <UploadContext value={uploads}>{children}</UploadContext>
);

export const useUploads = (): Uploads => {
  const uploads = use(UploadContext);
  if (!uploads) throw new Error('useUploads outside of UploadProvider');
  return uploads;
};

export const useUploadItems = (): readonly UploadItem[] => {
  const uploads = useUploads();
  return useSyncExternalStore(uploads.subscribe, uploads.items);
};
