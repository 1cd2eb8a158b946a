/** The mark of the product with the ward's name. */
import { useTranslation } from 'react-i18next';

export const Mark = ({ size = 32 }: { size?: number }) => (
  <img src="/icon.svg" width={size} height={size} alt="" className="mark" />
);

export const Brand = ({ wardName }: { wardName: string }) => {
  const { t } = useTranslation();
  return (
    <div className="brand">
      <Mark />
      <div className="brand-words">
        <strong>{t('shell.product')}</strong>
        <span title={wardName}>{wardName}</span>
      </div>
    </div>
  );
};
