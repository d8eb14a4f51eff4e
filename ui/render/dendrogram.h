// A tree of merges over leaves, as hierarchical clustering makes it: what is below a branch, how the tree is
// cut into blocks, and where its lines stand.
#pragma once

#include <span>
#include <vector>

namespace regulus {

struct Dendrogram {
    struct Merge {
        int left, right;  // >= 0 a leaf; < 0 the merge -1 - value
        double height;    // ascending from merge to merge
    };
    std::vector<Merge> merges;  // leaves - 1, or none
    // The leaves from first to last. A picture may have places that are of no leaf: -1.
    std::vector<int> order;
};

// Below a merge, in the order of the tree.
std::vector<int> leavesBelow(const Dendrogram& tree, int merge);
// The smallest merge that a leaf, or another merge (-1 - value), is below; -1: none.
int mergeAbove(const Dendrogram& tree, int node);

// Cuts the last merges, so that `blocks` trees are left (as many as there are leaves, at most): the block of
// each place of the order, counted from 0 in that order; -1 where the place is of no leaf. Ties are cut in
// the order of the merges, as scipy's cut_tree does.
std::vector<int> cutInto(const Dendrogram& tree, int blocks);

// A merge as it is drawn: two arms that rise from what is merged to its height.
struct BranchLine {
    double left, right;                  // where the arms stand, along the leaves
    double leftBase, rightBase, height;  // of the tree's whole height, 0 to 1
};
// `at`: where each leaf stands, by its number.
std::vector<BranchLine> branchLines(const Dendrogram& tree, std::span<const double> at);

}  // namespace regulus
