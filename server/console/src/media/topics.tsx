/** Topics of the plan: names to the letter, cut on screen only by the width there is. */
import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { useCallback } from 'react';
import type { TopicCode } from '../../../../playlists/model/topic.ts';
import { useRead } from '../api/queries.ts';
import { useLanguage } from '../parts/language.ts';

export const useTopicName = (): ((code: TopicCode) => string) => {
  const topics = useRead('listTopics');
  const language = useLanguage();
  return useCallback(
    (code) => {
      const topic = topics.data?.find((one) => one.code === code);
      if (!topic) return code;
      const name = language === 'vi' ? topic.name : topic.gloss;
      return topic.inPlan ? `${code} ${name}` : name;
    },
    [topics.data, language],
  );
};

export const TopicSelect = ({
  value,
  onChange,
  empty,
  ...field
}: Omit<NativeSelectProps, 'value' | 'onChange' | 'data'> & {
  value: TopicCode | null;
  onChange: (code: TopicCode | null) => void;
  empty: string;
}) => {
  const topics = useRead('listTopics');
  const topicName = useTopicName();
  return (
    <NativeSelect
      {...field}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[
        { value: '', label: empty },
        ...(topics.data ?? []).map((topic) => ({ value: topic.code, label: topicName(topic.code) })),
      ]}
    />
  );
};
