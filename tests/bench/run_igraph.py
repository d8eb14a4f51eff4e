"""Leiden by igraph on the graph that bench_leiden wrote.

    python3 run_igraph.py FOLDER RESOLUTION
"""
import json, random, sys, time
import igraph, numpy as np

folder, resolution = sys.argv[1], float(sys.argv[2])
offsets, columns = np.fromfile(folder + "/offsets", "i8"), np.fromfile(folder + "/columns", "i4")
weights = np.fromfile(folder + "/values", "f4").astype(float)
rows = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
upper = rows < columns
random.seed(0)
igraph.set_random_number_generator(random)
start = time.time()
graph = igraph.Graph(n=len(offsets) - 1, edges=np.column_stack([rows[upper], columns[upper]]), directed=False)
graph.es["weight"] = weights[upper]
made = time.time()
parts = graph.community_leiden(objective_function="modularity", weights="weight", resolution_parameter=resolution,
                               beta=0.01, n_iterations=2)
done = time.time()
print(json.dumps(dict(graph_s=made - start, leiden_s=done - made, clusters=len(parts),
                      modularity=graph.modularity(parts.membership, weights="weight", resolution=resolution))))
