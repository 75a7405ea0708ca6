package io.signalbox.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The strongly connected components of a graph, after Tarjan; without recursion. */
final class Components {
    private final List<List<Integer>> edges;
    private final int[] index;
    private final int[] low;
    private final int[] next;
    private final int[] component;
    private final Deque<Integer> open = new ArrayDeque<>();
    private final Deque<Integer> path = new ArrayDeque<>();
    private int visited;
    private int components;

    private Components(List<List<Integer>> edges) {
        this.edges = edges;
        index = new int[edges.size()];
        low = new int[edges.size()];
        next = new int[edges.size()];
        component = new int[edges.size()];
        Arrays.fill(index, -1);
        Arrays.fill(component, -1);
    }

    /** The nodes of each component in which there is a cycle. */
    static List<List<Integer>> cyclic(List<List<Integer>> edges) {
        Components found = new Components(edges);
        for (int node = 0; node < edges.size(); node++) {
            if (found.index[node] < 0) {
                found.visit(node);
            }
        }
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < found.components; i++) {
            members.add(new ArrayList<>());
        }
        for (int node = 0; node < edges.size(); node++) {
            members.get(found.component[node]).add(node);
        }
        members.removeIf(nodes ->
                nodes.size() == 1 && !edges.get(nodes.getFirst()).contains(nodes.getFirst()));
        return members;
    }

    private void visit(int root) {
        enter(root);
        while (!path.isEmpty()) {
            int node = path.peek();
            if (next[node] < edges.get(node).size()) {
                int to = edges.get(node).get(next[node]++);
                if (index[to] < 0) {
                    enter(to);
                } else if (component[to] < 0) {
                    low[node] = Math.min(low[node], index[to]);
                }
            } else {
                path.pop();
                if (low[node] == index[node]) {
                    close(node);
                }
                if (!path.isEmpty()) {
                    low[path.peek()] = Math.min(low[path.peek()], low[node]);
                }
            }
        }
    }

    private void enter(int node) {
        index[node] = visited;
        low[node] = visited++;
        open.push(node);
        path.push(node);
    }

    private void close(int root) {
        int node;
        do {
            node = open.pop();
            component[node] = components;
        } while (node != root);
        components++;
    }
}
