import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import classes from './RowTools.module.css';

interface Props {
  /** What is moved or removed, for those who don't see where the buttons stand. */
  name: string;
  index: number;
  count: number;
  onMove?: (to: number) => void;
  onRemove?: () => void;
}

/** Up, down and away, by buttons: no dragging needed. */
export function RowTools({ name, index, count, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.tools}>
      {onMove && (
        <>
          <ActionIcon
            aria-label={t('studio.moveUp', { name })}
            disabled={index === 0}
            onClick={() => {
              onMove(index - 1);
            }}
          >
            <IconArrowUp size={20} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon
            aria-label={t('studio.moveDown', { name })}
            disabled={index === count - 1}
            onClick={() => {
              onMove(index + 1);
            }}
          >
            <IconArrowDown size={20} aria-hidden="true" />
          </ActionIcon>
        </>
      )}
      {onRemove && (
        <ActionIcon aria-label={t('studio.remove', { name })} color="red.7" onClick={onRemove}>
          <IconTrash size={20} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  );
}
