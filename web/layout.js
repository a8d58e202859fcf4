const GAP_X = 22;
const GAP_Y = 44;
const INDENT = 22;
const ROW_GAP = 14;
const MARGIN = 2;

/**
 * Lay a tree out in layers, root above: each parent stands over the middle of its children, and no two boxes meet.
 *
 * @param tree `{ width, height, children }`, sizes in px.
 * @returns `{ nodes, edges, width, height }`: nodes with `x` and `y`, edges as SVG paths.
 */
export function layered(tree) {
  const tops = layerTops(tree);
  const nodes = [];
  const edges = [];
  let free = MARGIN; // where the next leaf may stand

  function place(node, depth) {
    const children = node.children.map((child) => place(child, depth + 1));
    let x = free;
    if (children.length > 0) {
      const last = children[children.length - 1];
      x = (children[0].x + last.x) / 2;
    } else free = x + node.width + GAP_X;
    const placed = { ...node, x, y: tops[depth] };
    nodes.push(placed);
    for (const child of children) edges.push(downward(placed, child));
    return placed;
  }

  place(tree, 0);
  const height = Math.max(...nodes.map(({ y, height: own }) => y + own)) + MARGIN;
  return { nodes, edges, width: Math.max(...nodes.map(({ x, width }) => x + width)) + MARGIN, height };
}

/** Lay a tree out as an outline, for narrow places: every box in a row of its own, indented by its depth. */
export function outlined(tree) {
  const nodes = [];
  const edges = [];
  let y = MARGIN;

  function place(node, depth) {
    const placed = { ...node, x: MARGIN + depth * INDENT, y };
    nodes.push(placed);
    y += node.height + ROW_GAP;
    for (const child of node.children) edges.push(sideways(placed, place(child, depth + 1)));
    return placed;
  }

  place(tree, 0);
  return { nodes, edges, width: Math.max(...nodes.map(({ x, width }) => x + width)) + MARGIN, height: y };
}

function layerTops(tree) {
  const heights = [];
  const measure = (node, depth) => {
    heights[depth] = Math.max(heights[depth] ?? 0, node.height);
    for (const child of node.children) measure(child, depth + 1);
  };
  measure(tree, 0);
  return heights.map((_, depth) => MARGIN + heights.slice(0, depth).reduce((sum, height) => sum + height + GAP_Y, 0));
}

function downward(parent, child) {
  const [fromX, fromY] = [parent.x + parent.width / 2, parent.y + parent.height];
  const [toX, toY] = [child.x + child.width / 2, child.y];
  const middle = (fromY + toY) / 2;
  return `M${fromX} ${fromY}C${fromX} ${middle} ${toX} ${middle} ${toX} ${toY}`;
}

function sideways(parent, child) {
  const x = parent.x + INDENT / 2;
  const y = child.y + Math.min(child.height / 2, 24);
  return `M${x} ${parent.y + parent.height}V${y - 8}Q${x} ${y} ${x + 8} ${y}H${child.x}`;
}
