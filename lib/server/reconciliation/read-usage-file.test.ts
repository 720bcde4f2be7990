// Providers' exports are read as they are written, and a broken one is refused line by line.
import { describe, expect, it } from 'vitest';
import { readUsageFile } from './read-usage-file';

const fileOf = (text: string) => {
  const answer = readUsageFile(text);
  if ('problems' in answer) throw new Error(JSON.stringify(answer.problems));
  return answer.file;
};
const problemsOf = (text: string) => {
  const answer = readUsageFile(text);
  return 'problems' in answer ? answer.problems : [];
};
const told = (text: string) => {
  const { format, figures } = fileOf(text);
  return { name: format.name, provider: format.provider, figures };
};

const OPENAI_USAGE =
  'start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,batch,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens';
const OPENAI_COSTS =
  'start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id';
const ANTHROPIC_USAGE =
  'usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count';
const ANTHROPIC_COSTS =
  'usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,cost_type';
const DAY = '2026-10-05T00:00:00+00:00,2026-10-06T00:00:00+00:00';

describe('a usage export', () => {
  it('of OpenAI adds up keys and projects, and leaves out days without calls', () => {
    const text = [
      OPENAI_USAGE,
      `1,2,${DAY},proj_a,3,gpt-5-mini-2025-08-07,false,1000,200,400,600`,
      `1,2,${DAY},proj_b,1,gpt-5-mini-2025-08-07,false,10,2,0,10`,
      '1,2,2026-10-06T00:00:00+00:00,2026-10-07T00:00:00+00:00,,,,,,,,',
    ].join('\n');
    const figure = { tells: 'tokens', inputTokens: 1010, outputTokens: 202, cachedInputTokens: 400 };
    expect(told(text)).toEqual({
      name: 'openai-usage',
      provider: 'openai',
      figures: [{ day: '2026-10-05', model: 'gpt-5-mini-2025-08-07', ...figure }],
    });
    expect(fileOf(text).lines).toBe(2);
    expect(fileOf(text).ignored).toContain('num_model_requests');
  });

  it('of OpenAI’s costs adds the line items of a model exactly', () => {
    const text = [
      OPENAI_COSTS,
      `1,2,${DAY},0.000000400000000000000000000000,usd,"gpt-5-nano, input_tokens",`,
      `1,2,${DAY},0.0000004,usd,"gpt-5-nano, cached input",`,
      `1,2,${DAY},0.8958740000000000,usd,"gpt-5-nano, output_tokens",`,
      '1,2,2026-10-06T00:00:00+00:00,2026-10-07T00:00:00+00:00,,,,',
    ].join('\r\n');
    const figures = [{ day: '2026-10-05', model: 'gpt-5-nano', tells: 'cost', costMicroUsd: 895_875 }];
    expect(told(text)).toEqual({ name: 'openai-costs', provider: 'openai', figures });
  });

  it('of Anthropic counts what went through the cache as input', () => {
    const text = `${ANTHROPIC_USAGE}\n2026-03-22,claude-sonnet-4-20250514,key,Default,standard,≤ 200k,100,20,3,4000,50,0`;
    const figure = { tells: 'tokens', inputTokens: 4_123, outputTokens: 50, cachedInputTokens: 4_000 };
    expect(told(text)).toEqual({
      name: 'anthropic-usage',
      provider: 'anthropic',
      figures: [{ day: '2026-03-22', model: 'claude-sonnet-4-20250514', ...figure }],
    });
  });

  it('of Anthropic’s costs keeps what is no model’s under its kind', () => {
    const text = [
      ANTHROPIC_COSTS,
      '2026-08-04,Claude Haiku 4.5,Default,k,message,,input_no_cache,0.05,0.06,token',
      '2026-08-04,Claude Haiku 4.5,Default,k,message,,output,0.02,0.02,token',
      '2026-08-04,,Default,k,message,,,0.01,0.01,web_search',
    ].join('\n');
    expect(told(text).figures).toEqual([
      { day: '2026-08-04', model: 'Claude Haiku 4.5', tells: 'cost', costMicroUsd: 70_000 },
      { day: '2026-08-04', model: 'web_search', tells: 'cost', costMicroUsd: 10_000 },
    ]);
  });

  it('of anybody tells tokens and cost at once', () => {
    const text =
      'Date,Model,input_tokens,output_tokens,cached_input_tokens,cost,currency\n2026-11-01,small,10,2,4,0.5,usd\n2026-11-01,small,1,1,0,0.25,USD';
    expect(told(text)).toEqual({
      name: 'plain',
      provider: null,
      figures: [
        {
          day: '2026-11-01',
          model: 'small',
          tells: 'tokens',
          inputTokens: 11,
          outputTokens: 3,
          cachedInputTokens: 4,
        },
        { day: '2026-11-01', model: 'small', tells: 'cost', costMicroUsd: 750_000 },
      ],
    });
    const costs = 'date,model,cost,currency\n2026-11-01,small,1,USD\n2026-11-01,tiny,-0.1,USD';
    expect(told(costs).figures.map(({ tells }) => tells)).toEqual(['cost', 'cost']);
  });

  it('names columns that nobody knows, and what would be known', () => {
    expect(problemsOf('Datum,Modell,Kosten\n1,2,3')).toEqual([
      { path: '/lines/1', message: expect.stringMatching(/"datum", "modell", "kosten".*"date", "model"/) },
    ]);
    expect(problemsOf('date,model,cost,currency,region\n')[0]?.message).toMatch(/Unknown columns: "region"/);
    expect(problemsOf(`${OPENAI_USAGE.replace('output_tokens', 'out')}\n`)[0]?.message).toMatch(
      /openai-usage comes nearest.*"output_tokens"/,
    );
  });

  it.each([
    ['', /empty/],
    ['date,model,cost,currency\n', /no line/],
    ['date,model\n2026-11-01,x', /nothing to compare/],
    ['date,model,cost\n2026-11-01,x,1', /cost and currency/],
    ['date,model,input_tokens\n2026-11-01,x,1', /go together/],
    ['date,model,model,cost,currency\n', /twice/],
    ['date,model,cost,currency\n2026-11-01,x,1,USD\u0000', /NUL/],
    [`${OPENAI_COSTS}\n`, /no line/],
  ])('is refused: %j', (text, message) => {
    expect(problemsOf(text)[0]?.message).toMatch(message);
  });

  it('is refused whole, with the number and the reason of every line', () => {
    const text = [
      'date,model,input_tokens,output_tokens,cached_input_tokens,cost,currency',
      '2026-11-01,small,10,2,4,0.5,USD',
      '2026-02-30,small,10,2,4,0.5,USD',
      '',
      '2026-11-01T23:30:00+02:00,small,10,2,4,0.5,USD',
      '2026-11-01,,10,2,4,0.5,USD',
      '2026-11-01,small,1.5,2,1,0.5,USD',
      '2026-11-01,small,1,2,4,0.5,USD',
      '2026-11-01,small,10,2,4,"1,50",USD',
      '2026-11-01,small,10,2,4,1.50,EUR',
      '2026-11-01,small,10',
      '2026-11-01,"small,10,2,4,0.5,USD',
    ].join('\n');
    const problems = problemsOf(text);
    expect(problems.map(({ path }) => path)).toEqual(
      [3, 5, 6, 7, 8, 9, 10, 11, 12].map((line) => `/lines/${line}`),
    );
    const reasons = [
      /2026-02-30/,
      /UTC/,
      /model is empty/,
      /whole/,
      /part of/,
      /decimal/,
      /USD/,
      /3 fields/,
      /not end/,
    ];
    for (const [i, reason] of reasons.entries()) expect(problems[i]?.message).toMatch(reason);
  });

  it('is refused where a bucket is longer than a day, or names no model', () => {
    const text = [
      OPENAI_USAGE,
      '1,2,2026-10-05T00:00:00Z,2026-10-12T00:00:00Z,p,1,gpt-5,false,1,1,0,1',
      `1,2,${DAY},p,1,,false,1,1,0,1`,
    ].join('\n');
    expect(problemsOf(text).map(({ message }) => message)).toEqual([
      expect.stringMatching(/line 2: spans more than a day/),
      expect.stringMatching(/line 3: model is empty: group the export by model/),
    ]);
    const whole = `${OPENAI_COSTS}\n1,2,${DAY},1.5,usd,,`;
    expect(problemsOf(whole)[0]?.message).toMatch(/line_item is empty: group the export by line item/);
  });

  it('names a hundred lines, and counts the others', () => {
    const text = `date,model,cost,currency\n${'2026-11-01,x,nothing,USD\n'.repeat(130)}`;
    expect(readUsageFile(text)).toMatchObject({ problems: { length: 100 }, more: 30 });
  });
});
