import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudCheck, IconCloudUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useFailureText } from '../../parts/Failure';
import classes from './Editor.module.css';
import type { Draft } from './useDraft';

/** Whether the work is safe, in words. */
export function SaveStatus({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  const say = useFailureText();
  const failed = draft.state === 'failed' || draft.state === 'clash';
  const Icon = failed ? IconAlertTriangle : draft.state === 'saved' ? IconCloudCheck : IconCloudUp;
  return (
    <div className={classes.save} data-failed={failed || undefined}>
      <Icon size={20} aria-hidden="true" />
      {/* Only the settled states are announced, not every keystroke. */}
      <span role="status">
        {draft.state === 'saved' && t('studio.saved')}
        {draft.state === 'failed' && `${t('studio.saveFailed')} ${say(draft.error)}`}
        {draft.state === 'clash' && t('studio.clashShort')}
      </span>
      {(draft.state === 'waiting' || draft.state === 'saving') && <span>{t('studio.saving')}</span>}
      {draft.state === 'failed' && (
        <Button
          variant="default"
          size="sm"
          onClick={() => {
            void draft.flush();
          }}
        >
          {t('app.retry')}
        </Button>
      )}
    </div>
  );
}
