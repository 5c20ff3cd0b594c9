import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: string;
  children: ReactNode;
}

/** A dialog that fills a phone and stays readable on a desk; focus goes in and comes back. */
export function Dialog({ title, opened, onClose, size = 'lg', children }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      radius="lg"
      centered
      closeButtonProps={{ 'aria-label': t('app.close'), size: 'lg' }}
      styles={{ title: { fontSize: '1.25rem', fontWeight: 700 }, content: { maxWidth: '100%' } }}
    >
      {children}
    </Modal>
  );
}
