#include "ui/render/dendrogram.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace regulus {
namespace {

std::size_t leafCount(const Dendrogram& tree) {
    int last = -1;
    for (const int leaf : tree.order) last = std::max(last, leaf);
    return static_cast<std::size_t>(last + 1);
}

std::vector<char> belowMerge(const Dendrogram& tree, int merge) {
    std::vector<char> below(leafCount(tree), 0);
    std::vector<int> open{-1 - merge};
    while (!open.empty()) {
        const int node = open.back();
        open.pop_back();
        if (node >= 0) {
            below[static_cast<std::size_t>(node)] = 1;
            continue;
        }
        const Dendrogram::Merge& of = tree.merges[static_cast<std::size_t>(-1 - node)];
        open.insert(open.end(), {of.left, of.right});
    }
    return below;
}

}  // namespace

std::vector<int> leavesBelow(const Dendrogram& tree, int merge) {
    const std::vector<char> below = belowMerge(tree, merge);
    std::vector<int> leaves;
    for (const int leaf : tree.order)
        if (leaf >= 0 && below[static_cast<std::size_t>(leaf)] != 0) leaves.push_back(leaf);
    return leaves;
}

int mergeAbove(const Dendrogram& tree, int node) {
    const auto found = std::ranges::find_if(
        tree.merges, [node](const Dendrogram::Merge& m) { return m.left == node || m.right == node; });
    return found == tree.merges.end() ? -1 : static_cast<int>(found - tree.merges.begin());
}

std::vector<int> cutInto(const Dendrogram& tree, int blocks) {
    const auto kept = static_cast<std::size_t>(
        std::max<std::ptrdiff_t>(0, std::ssize(tree.merges) + 1 - std::max(1, blocks)));
    // From the last merge kept to the first: what is below one belongs to the largest above it.
    std::vector<int> root(leafCount(tree)), above(kept);
    std::iota(root.begin(), root.end(), 0);
    for (std::size_t m = 0; m < kept; ++m) above[m] = -1 - static_cast<int>(m);
    for (std::size_t m = kept; m-- > 0;)
        for (const int node : {tree.merges[m].left, tree.merges[m].right})
            (node >= 0 ? root[static_cast<std::size_t>(node)] : above[static_cast<std::size_t>(-1 - node)]) =
                above[m];
    std::vector<int> seen, block;
    for (const int leaf : tree.order) {
        if (leaf < 0) {
            block.push_back(-1);
            continue;
        }
        const int of = root[static_cast<std::size_t>(leaf)];
        const auto at = std::ranges::find(seen, of);
        block.push_back(static_cast<int>(at - seen.begin()));
        if (at == seen.end()) seen.push_back(of);
    }
    return block;
}

std::vector<BranchLine> branchLines(const Dendrogram& tree, std::span<const double> at) {
    struct Node {
        double place, height;
    };
    const double top = tree.merges.empty() ? 0 : tree.merges.back().height;
    std::vector<Node> nodes;
    std::vector<BranchLine> lines;
    const auto node = [&](int id) {
        return id >= 0 ? Node{at[static_cast<std::size_t>(id)], 0} : nodes[static_cast<std::size_t>(-1 - id)];
    };
    for (const Dendrogram::Merge& merge : tree.merges) {
        const Node a = node(merge.left), b = node(merge.right);
        const double height = top > 0 ? merge.height / top : 1;
        lines.push_back({a.place, b.place, a.height, b.height, height});
        nodes.push_back({(a.place + b.place) / 2, height});
    }
    return lines;
}

}  // namespace regulus
