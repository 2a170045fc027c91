import type { LoweringAnswer } from '../http/lowering-answer.ts';
import type { Paint } from '../terminal/paint.ts';

/** An exemption with what it lowers, why, who grants it, and how to. */
export function showLowering(lowering: LoweringAnswer, paint: Paint): string {
  const { id, digest, standing, release, scope, grantedBy, until } = lowering;
  const lines = [
    `${id} ${paint(standing === 'open' ? 'waiting' : 'quiet', standing)} for ${release}`,
    ...scope.levels.map(({ what, stated, ruled }) => `  ${what}: ${stated} in place of ${ruled}`),
    `  because: ${lowering.reason}`,
    `  meanwhile: ${lowering.compensatingControl}`,
  ];
  if (standing === 'confirmed') return [...lines, `  counts until ${until}`].join('\n');
  if (standing !== 'open') return lines.join('\n');
  return [
    ...lines,
    `  granted by ${grantedBy} until ${until}`,
    `  tidegate lowering confirm ${id} ${digest}`,
  ].join('\n');
}
