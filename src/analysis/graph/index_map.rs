//! Values for components and for connections, which only an index of the right sort finds.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

use petgraph::graph::{EdgeIndex, NodeIndex};

/// A value for each index of one sort. An index of another sort does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IndexMap<I, T> {
    values: Vec<T>,
    index: PhantomData<I>,
}

/// A value for each component.
pub(crate) type NodeMap<T> = IndexMap<NodeIndex, T>;
/// A value for each connection.
pub(crate) type LinkMap<T> = IndexMap<EdgeIndex, T>;

impl<I, T> From<Vec<T>> for IndexMap<I, T> {
    fn from(values: Vec<T>) -> Self {
        Self {
            values,
            index: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for IndexMap<I, T> {
    fn from_iter<V: IntoIterator<Item = T>>(values: V) -> Self {
        values.into_iter().collect::<Vec<T>>().into()
    }
}

impl<I, T> IndexMap<I, T> {
    /// The values in order.
    pub(crate) fn values(&self) -> std::slice::Iter<'_, T> {
        self.values.iter()
    }

    /// The values in order, to change.
    pub(crate) fn values_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.values.iter_mut()
    }
}

impl<I: From<u32>, T> IndexMap<I, T> {
    /// The indices in order, each with its value.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        let values = self.values.iter().enumerate();
        values.map(|(index, value)| (I::from(index as u32), value))
    }
}

impl<T> NodeMap<T> {
    /// The components whose value passes the test, in order.
    pub(crate) fn nodes_where(&self, test: impl Fn(&T) -> bool) -> Vec<NodeIndex> {
        let nodes = self.iter().filter(|(_, value)| test(value));
        nodes.map(|(node, _)| node).collect()
    }
}

impl<T> Index<NodeIndex> for NodeMap<T> {
    type Output = T;

    fn index(&self, index: NodeIndex) -> &T {
        &self.values[index.index()]
    }
}

impl<T> IndexMut<NodeIndex> for NodeMap<T> {
    fn index_mut(&mut self, index: NodeIndex) -> &mut T {
        &mut self.values[index.index()]
    }
}

impl<T> Index<EdgeIndex> for LinkMap<T> {
    type Output = T;

    fn index(&self, index: EdgeIndex) -> &T {
        &self.values[index.index()]
    }
}

impl<T> IndexMut<EdgeIndex> for LinkMap<T> {
    fn index_mut(&mut self, index: EdgeIndex) -> &mut T {
        &mut self.values[index.index()]
    }
}
